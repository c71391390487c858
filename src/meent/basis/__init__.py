"""Values that check themselves once, at the door: numbers of people and organisations, dates, periods and money."""
