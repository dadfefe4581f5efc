"""The decision pack: everything a published allocation rests on, to be kept and replayed."""
