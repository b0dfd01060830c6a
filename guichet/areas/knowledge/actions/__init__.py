"""The only writers of articles. A change of words is a new version; what clients read exists in both languages."""

from guichet.areas.knowledge.actions.counting import doubt, note_uses
from guichet.areas.knowledge.actions.drafting import draft_from
from guichet.areas.knowledge.actions.enclosing import DocumentForm, NotADocument, enclose, take_out
from guichet.areas.knowledge.actions.publishing import (
    MOVES,
    accept,
    drop,
    hand_over,
    publish,
    retire,
    take_back,
    take_effect,
)
from guichet.areas.knowledge.actions.sharing import (
    NoPlace,
    NoReason,
    PostForm,
    configure_question,
    hide,
    note_reading,
    post,
    show_again,
)
from guichet.areas.knowledge.actions.writing import (
    AddressTaken,
    ArticleForm,
    ChangedMeanwhile,
    NotExplained,
    NotWhole,
    begin,
    configure_article,
    revise,
)

__all__ = [
    "MOVES",
    "AddressTaken",
    "ArticleForm",
    "ChangedMeanwhile",
    "DocumentForm",
    "NoPlace",
    "NoReason",
    "NotADocument",
    "NotExplained",
    "NotWhole",
    "PostForm",
    "accept",
    "begin",
    "configure_article",
    "configure_question",
    "doubt",
    "draft_from",
    "drop",
    "enclose",
    "hand_over",
    "hide",
    "note_reading",
    "note_uses",
    "post",
    "publish",
    "retire",
    "revise",
    "show_again",
    "take_back",
    "take_effect",
    "take_out",
]
