"""The status of each response, and its approvals: `status` finds the stage and the next step, `approving` records an approval."""
