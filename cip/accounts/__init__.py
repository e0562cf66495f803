"""People, organizations, memberships, invitations and API tokens."""
