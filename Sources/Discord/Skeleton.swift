package enum DiscordSkeleton {}
