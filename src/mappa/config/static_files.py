"""Style sheets and scripts under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names, also where one script module imports another."""

    support_js_module_import_aggregation = True
