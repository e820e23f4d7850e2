"""How far each response has come, who acts next, and the approvals on its way: `standing` judges one, `approving` writes one down."""
