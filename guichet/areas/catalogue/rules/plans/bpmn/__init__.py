"""Plans as BPMN 2.0, so that a modeller opens them and they come back equal."""

from guichet.areas.catalogue.rules.plans.bpmn.reading import BadFile, Foreign, Read, read
from guichet.areas.catalogue.rules.plans.bpmn.writing import write

__all__ = ["BadFile", "Foreign", "Read", "read", "write"]
