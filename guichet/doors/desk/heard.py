"""What people call the verbs and the places of the desk, in both languages whatever the page's: the palette listens.

The names themselves are heard too; here stand the other words for them.
"""

from functools import cache

from django.utils.functional import Promise as LazyText
from django.utils.translation import override

HEARD: dict[str, tuple[str, ...]] = {
    "take": ("prendre", "prendre en charge", "je m’en occupe", "s’approprier", "claim", "own", "mine", "pick up"),
    "status": (
        "trier", "classer", "choisir le service", "état", "statut", "sort", "classify", "service", "state", "status",
        "rouvrir", "reprendre", "reopen", "annuler", "retirer", "cancel", "withdraw", "pourriel", "spam",
    ),
    "reply": (
        "répondre", "écrire", "réponse", "courriel", "message", "answer", "respond", "write", "mail", "email", "tell",
    ),
    "ask": ("demander", "question", "poser une question", "relancer", "query", "clarify", "request information"),
    "note": ("note", "commenter", "commentaire", "mémo", "interne", "comment", "memo", "remark", "private"),
    "consult": (
        "consulter", "avis", "expert", "experte", "spécialiste", "question à une unité", "demander à une unité",
        "advice", "opinion", "second opinion", "ask a unit", "ask an expert",
    ),
    "delegate": (
        "déléguer", "sous-traiter", "confier", "tâche", "sous-billet", "unité", "demander à une unité", "task",
        "subtask", "child", "department", "ask a unit", "give",
    ),
    "hand": (
        "passer la main", "remettre", "transférer", "transmettre", "confier", "donner", "céder", "transfer", "pass on",
        "hand off", "give", "colleague", "handover",
    ),
    "split": ("diviser", "séparer", "scinder", "dissocier", "divide", "separate", "another matter"),
    "parties": ("parties", "qui prend part", "représentant", "bénéficiaire", "observateur", "participants", "cc"),
    "templates": ("gabarit", "modèle", "macro", "réponse type", "canned", "snippet", "macros", "insert", "insérer"),
    "priority": (
        "priorité", "urgence", "portée", "importance", "urgent", "urgency", "impact", "severity", "gravité",
    ),
    "snooze": (
        "mettre de côté", "reporter", "plus tard", "rappel", "endormir", "en veille", "snooze", "later", "defer",
        "remind", "pause", "sleep", "postpone",
    ),
    "follow": ("suivre", "surveiller", "abonner", "watch", "subscribe", "track", "observe", "unfollow"),
    "copy": ("copier", "numéro", "presse-papiers", "copy", "number", "clipboard", "yank"),
    "assign": (
        "assigner", "attribuer", "affecter", "confier", "responsable", "donner", "give", "owner", "in charge",
    ),
    "promise": ("promesse", "échéance", "délai", "reporter", "date", "due date", "deadline", "postpone", "extend"),
    "resolve": (
        "régler", "résoudre", "clore", "fermer", "terminer", "fini", "solve", "close", "done", "finish", "settle",
    ),
    "next": ("régler et suivant", "résoudre et passer au suivant", "suivante", "close and next", "done next"),
    "merge": ("joindre", "fusionner", "doublon", "réunir", "combine", "duplicate", "join", "merge"),
    "link": ("lier", "relier", "associer", "rattacher", "lien", "parent", "enfant", "relate", "associate", "child"),
    "plan": ("plan", "démarrer le plan", "lancer", "gabarit", "étapes", "template", "checklist", "steps", "launch"),
    "contact": ("nouvel appel", "appel", "visite", "téléphone", "créer", "call", "phone", "visit", "create", "ticket"),
    "desk-emergency": (
        "urgence", "bris de glace", "demande confidentielle", "accès d’urgence", "break glass", "confidential",
    ),
    "pull": ("suivant", "au suivant", "prochaine demande", "pioche", "next ticket", "pull", "another one"),
    "mine": ("mes demandes", "mes billets", "ma file", "my tickets", "my queue", "inbox", "home", "accueil"),
    "today": ("aujourd’hui", "échéances du jour", "due today", "promises"),
    "late": ("en retard", "retards", "échues", "late", "overdue", "breached"),
    "alerts": ("alertes", "avertissements", "bientôt en retard", "warnings", "near due", "escalated"),
    "opinions": ("avis", "consultations", "avis demandés", "opinions", "consulted", "experts"),
    "client": ("au client", "en attente", "attente du client", "waiting", "pending", "on hold"),
    "aside": ("de côté", "en veille", "reportées", "snoozed", "later"),
    "followed": ("suivies", "abonnements", "watched", "following"),
    "stirred": ("nouvelles des suivies", "changed", "updates", "news"),
    "sort": ("à trier", "triage", "nouvelles", "boîte", "new", "inbox", "untriaged"),
    "unowned": ("sans responsable", "non attribuées", "orphelines", "unassigned", "orphans", "nobody"),
    "behalf": ("au nom de qui", "mandant", "pour qui", "on behalf", "principal"),
    "open": ("toutes", "tout", "ouvertes", "everything", "all tickets"),
    "tasks-mine": ("mes tâches", "mes sous-billets", "my tasks", "todo", "à faire"),
    "tasks-unit": ("tâches de l’unité", "mon unité", "unit tasks", "team tasks"),
    "desk-search": ("chercher", "recherche", "trouver", "rechercher", "search", "look up", "find"),
    "desk-people": ("personnes", "annuaire", "clients", "directory", "contacts", "customers"),
    "desk-quarantine": ("quarantaine", "courriel bloqué", "pourriel", "spam", "held mail", "junk"),
    "desk-letters": ("lettres", "courrier", "poste", "impression", "timbres", "mail", "print", "paper", "envelopes"),
    "desk-preferences": ("préférences", "clavier", "raccourcis", "touches", "réglages", "settings", "shortcuts"),
    "desk-contacts": ("appels", "visites", "journal des appels", "contacts", "call log", "phone log", "who called"),
    "desk-checklists": ("parcours", "liste", "par où commencer", "code", "checklist", "guided path", "where to begin"),
    "desk-absence": ("absence", "vacances", "congé", "remplaçant", "away", "holiday", "leave", "out of office"),
    "office-home": ("bureau", "tableau de bord", "statistiques", "rapports", "dashboard", "reports", "figures"),
    "office-needs": ("besoins", "introuvable", "needs", "not found", "searches", "recherches"),
    "office-suggestions": ("suggestions", "justesse", "apprentissage", "accuracy", "learning", "machine"),
    "office-computed": ("calculs", "formules", "définitions", "formulas", "definitions", "how it is computed"),
    "office-services": ("fiches", "catalogue", "services", "publier", "service sheets", "catalog", "publish"),
    "office-articles": ("base de connaissances", "savoir", "rédiger", "knowledge base", "know-how", "write up"),
    "office-glossary": ("glossaire", "lexique", "sigles", "glossary", "acronyms", "terms", "vocabulary"),
    "office-reading": ("relire", "fiches modifiées", "nouveautés", "read again", "changed sheets", "news of services"),
    "office-links": ("liens brisés", "liens morts", "vérifier les liens", "broken links", "dead links", "link check"),
    "mfa_index": ("mot de passe", "double facteur", "sécurité", "password", "second factor", "security"),
    "account_logout": ("quitter", "fermer la session", "déconnexion", "log out", "leave", "quit"),
    "again": ("encore", "répéter", "refaire", "repeat", "redo", "again"),
}  # fmt: skip


def names_of(code: str, label: str | LazyText) -> tuple[str, ...]:
    """Return everything that something is called: its name in both languages, and the other words for it."""
    return (*_in_both(label), *HEARD.get(code, ()))


@cache
def _in_both(label: str | LazyText) -> tuple[str, ...]:
    said = []
    for language in ("fr", "en"):
        with override(language):
            said.append(str(label))
    return tuple(said)
