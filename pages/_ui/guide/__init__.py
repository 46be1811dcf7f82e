"""The guided tour: a banner that leads through the pages with a packaged set and real runs."""
