from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """App registration."""

    name = "cip.accounts"
    label = "accounts"
