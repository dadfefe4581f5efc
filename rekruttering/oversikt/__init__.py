"""Front pages per role and what spans areas; read-only, imports all, imported by none but demo."""
