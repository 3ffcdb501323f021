"""WhatsApp: the webhook, the conversation, and a telephone to try it in the demonstration. No tables, no rules."""
