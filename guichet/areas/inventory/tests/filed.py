"""A row of each table of today's form that has no fault."""

SERVICE = {
    "fiscal_yr": "2025-2026", "service_id": "A11", "service_name_en": "Renew a lease",
    "service_name_fr": "Renouveler un bail", "service_description_en": "An office keeps its premises.",
    "service_description_fr": "Un bureau garde ses locaux.", "service_type": "APIR,RES",
    "service_recipient_type": "CLIENT", "service_scope": "EXTERN", "client_target_groups": "NGO,PERSON",
    "program_id": "BGN01", "client_feedback_channel": "EML,TEL", "automated_decision_system": "N", "service_fee": "N",
    "os_account_registration": "Y", "os_authentication": "Y", "os_application": "Y", "os_decision": "N",
    "os_issuance": "N", "os_issue_resolution_feedback": "Y", "last_service_review": "2023-2024", "sin_usage": "NA",
    "cra_bn_identifier_usage": "NA", "num_phone_enquiries": "120", "num_applications_by_phone": "0",
    "num_website_visits": "ND", "num_applications_online": "40", "num_applications_in_person": "2",
    "num_applications_by_mail": "NA", "num_applications_by_email": "11", "num_applications_by_fax": "NA",
    "num_applications_by_other": "0", "owner_org": "alr", "owner_org_title": "Riverside Assembly | Assemblée de Rive",
}  # fmt: skip

STANDARD = {
    "fiscal_yr": "2025-2026", "service_id": "A11", "service_name_en": "Renew a lease",
    "service_name_fr": "Renouveler un bail", "service_standard_id": "7",
    "service_standard_en": "An answer within 5 business days",
    "service_standard_fr": "Une réponse en 5 jours ouvrables",
    "type": "TML", "channel": "EML", "target": "0.8", "volume_meeting_target": "42", "total_volume": "50",
    "standards_targets_uri_en": "https://example.org/en", "standards_targets_uri_fr": "https://example.org/fr",
}  # fmt: skip
