"""The form of 2017 to 2020, as its open data is published: `open-data/service-inventory-etl`.

Its targets are percentages, its codes are in small letters, and its limits were never published: none is kept.
"""

from guichet.areas.inventory.rules.columns import (
    Column,
    Edition,
    Form,
    Kind,
    Table,
    code,
    count,
    identifier,
    pair,
    several,
)

YEAR = Column("fiscal_yr", Kind.YEAR, required=True)
SERVICE_ID = identifier("service_id")
NAME = pair("service_name", required=True)
DEPARTMENT = pair("department_name", required=True)
CHANNELS = ("eml", "fax", "onl", "oth", "person", "post", "tel")
TYPES = (
    "acq", "adv", "comm", "ecu", "fm", "gnc", "hr", "im", "its", "legal", "mat", "mgnt", "prop", "reg", "reg_vol",
    "res", "rule",
)  # fmt: skip
STEPS = ("e_registration", "e_authentication", "e_application", "e_decision", "e_issuance", "e_feedback")
COUNTS = (
    "calls_received", "web_visits_info_service", "online_applications", "telephone_applications",
    "in_person_applications", "postal_mail_applications", "other_applications",
)  # fmt: skip

SERVICE = Form(
    Table.SERVICE,
    Edition.EARLIER,
    (
        YEAR,
        SERVICE_ID,
        *NAME,
        *DEPARTMENT,
        several("external_internal", "enterprise", "extern", "intern"),
        several("service_type", *TYPES),
        several("special_designations", "essent", "non", "prior", required=False),
        *pair("service_description", required=True),
        *pair("service_url"),
        *pair("program_name"),
        Column("last_GBA", Kind.YEAR),
        several("ident_platform", "ex_auth", "gcpass", "in_auth", "oth", "signin_authenti", required=False),
        several("client_target_groups", "NGO", "PTC", "econom", "enviro", "for", "intern_gov", "person"),
        code("info_service", "N", "NA", "Y", required=False),
        code("service_fee", "N", "Y", required=False),
        code("cra_business_number", "N", "NA", "Y", required=False),
        code("use_of_sin", "N", "NA", "Y", required=False),
        several("service_channels", *CHANNELS, required=False),
        *(count(name) for name in COUNTS),
        *(code(step, "N", "NA", "Y") for step in STEPS),
        several("client_feedback", *CHANNELS, required=False),
        *pair("special_remarks"),
    ),
)

STANDARD = Form(
    Table.STANDARD,
    Edition.EARLIER,
    (
        YEAR,
        SERVICE_ID,
        *NAME,
        identifier("service_std_id"),
        *pair("service_std", required=True),
        *pair("service_std_url"),
        code("service_std_type", "acces", "accur", "oth", "time"),
        code("target_type", "other_type", "percentage"),
        Column("service_std_target", Kind.PERCENTAGE),
        count("volume_meeting_target"),
        count("total_volume"),
        Column("performance", Kind.PERCENTAGE),
        Column("gcss_tool_fiscal_yr", Kind.YEAR),
        code("channel", *CHANNELS),
        *pair("standard_channel_comment"),
        *pair("standard_comment"),
        *pair("realtime_result_url"),
        *DEPARTMENT,
    ),
    standard_id="service_std_id",
)
