"""Context: subject, baseline, data, model, device and phase of a claim, put together."""
