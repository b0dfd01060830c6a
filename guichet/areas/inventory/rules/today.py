"""The form as the Treasury Board of Canada publishes it today: `open-data/ckanext-canada`, `service.yaml`."""

from guichet.areas.inventory.rules.columns import (
    Column,
    Edition,
    Form,
    Kind,
    Table,
    code,
    count,
    identifier,
    needed,
    pair,
    several,
)

CHANNELS = ("EML", "FAX", "ONL", "OTH", "PERSON", "POST", "TEL")
STEPS = (
    "os_account_registration", "os_authentication", "os_application", "os_decision", "os_issuance",
    "os_issue_resolution_feedback",
)  # fmt: skip
BY_CHANNEL = ("by_phone", "online", "in_person", "by_mail", "by_email", "by_fax", "by_other")
APPLICATIONS = tuple(f"num_applications_{channel}" for channel in BY_CHANNEL)
YEAR = Column("fiscal_yr", Kind.YEAR, required=True)
SERVICE_ID = identifier("service_id")
OWNER = (Column("owner_org"), Column("owner_org_title"))

SERVICE = Form(
    Table.SERVICE,
    Edition.TODAY,
    (
        YEAR,
        SERVICE_ID,
        *pair("service_name", 350, required=True),
        *pair("service_description", 1800, required=True),
        several("service_type", "APIR", "CER", "GNC", "INFO", "LRP", "PPI", "REG_VOL", "RES"),
        code("service_recipient_type", "CLIENT", "SOCIETY"),
        several("service_scope", "CLUSTER", "ENTERPRISE", "EXTERN", "INTERN"),
        several("client_target_groups", "ECONOM", "FOR", "INTERN_GOV", "NGO", "PERSON", "PTC"),
        Column("program_id", Kind.WORDS, required=True),
        Column("program_name_en"),
        Column("program_name_fr"),
        several("client_feedback_channel", "EML", "FAX", "NON", "ONL", "OTH", "PERSON", "POST", "TEL"),
        code("automated_decision_system", "Y", "N"),
        *pair("automated_decision_system_description", 1800),
        code("service_fee", "Y", "N"),
        *(code(step, "Y", "N", "NA") for step in STEPS),
        *pair("os_comments_client_interaction", 1000),
        Column("last_service_review", Kind.YEAR),
        Column("last_service_improvement", Kind.YEAR),
        code("sin_usage", "NA", "N", "Y"),
        code("cra_bn_identifier_usage", "NA", "N", "Y"),
        count("num_phone_enquiries"),
        count("num_applications_by_phone"),
        count("num_website_visits"),
        *(count(name) for name in APPLICATIONS if name != "num_applications_by_phone"),
        Column("num_applications_total", Kind.COMPUTED),
        *pair("special_remarks", 2000),
        *pair("service_uri", 1500),
        *OWNER,
    ),
)

STANDARD = Form(
    Table.STANDARD,
    Edition.TODAY,
    (
        YEAR,
        SERVICE_ID,
        *pair("service_name", 350, required=True),
        identifier("service_standard_id"),
        *pair("service_standard", 500, required=True),
        code("type", "ACS", "ACY", "OTH", "TML"),
        code("channel", *CHANNELS),
        *pair("channel_comments", 1500),
        Column("target", Kind.FRACTION),
        Column("volume_meeting_target", Kind.VOLUME),
        Column("total_volume", Kind.VOLUME),
        Column("performance", Kind.COMPUTED),
        *pair("comments", 2000),
        Column("target_met", Kind.COMPUTED),
        needed("standards_targets_uri_en", 1500),
        needed("standards_targets_uri_fr", 1500),
        *pair("performance_results_uri", 1500),
        *OWNER,
    ),
    standard_id="service_standard_id",
)
