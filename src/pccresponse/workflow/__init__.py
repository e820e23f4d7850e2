"""How far each response has come, who acts next, and the approvals on its way: `status` judges one, `approving` writes one down."""
