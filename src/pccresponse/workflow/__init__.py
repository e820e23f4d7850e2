"""How far each response has come, who acts next, and the approvals on its way: `standing` judges one, `appending` writes one down."""
