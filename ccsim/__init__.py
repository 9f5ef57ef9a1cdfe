"""ccsim: a contact-center simulator for workforce planning and skills-based routing."""
