"""The municipality's own administration of its contact centre: numbers, hours, menus, queues, prompts, agents."""
