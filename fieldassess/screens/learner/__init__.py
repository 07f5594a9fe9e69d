"""A learner: registering, enrolling, details, history, and the records of visits."""
