"""What the window offers: services, their tiers and standards, plans of tasks, calendars, life events.

Owns: Calendar, LifeEvent, Service, ServiceTier, ServiceStandard, PlanTemplate, PlanStep.
Records: nothing. Listens to: nothing. Tickets keep a snapshot of what they used.
"""
