htmx.config
