"""A bot on hikari that answers every mention, for as long as its standard input is open.

usage: hikari_bot.py API_BASE GATEWAY TOKEN      (the gateway's address is asked for by hikari itself)
"""

import asyncio
import signal
import sys

import hikari

# Whatever hangs, in it or in the test: nobody waits for it longer.
signal.alarm(150)

base, _, token = sys.argv[1:]
intents = hikari.Intents.GUILDS | hikari.Intents.GUILD_MESSAGES | hikari.Intents.DM_MESSAGES
bot = hikari.GatewayBot(token, rest_url=base, intents=intents, banner=None)


@bot.listen()
async def on_ready(event: hikari.ShardReadyEvent) -> None:
    print("ready", event.my_user.id, flush=True)


@bot.listen()
async def on_resumed(_: hikari.ShardResumedEvent) -> None:
    print("resumed", flush=True)


@bot.listen()
async def on_message(event: hikari.MessageCreateEvent) -> None:
    if bot.get_me().id in (event.message.user_mentions_ids or ()):
        reply = await event.message.respond(f"hikari heard: {event.content}", reply=True, mentions_everyone=False)
        await reply.edit(reply.content + "!")


@bot.listen()
async def on_interaction(event: hikari.InteractionCreateEvent) -> None:
    interaction = event.interaction
    await interaction.create_initial_response(hikari.ResponseType.DEFERRED_MESSAGE_CREATE, flags=hikari.MessageFlag.EPHEMERAL)
    await interaction.edit_initial_response(f"hikari used: {interaction.command_name}")
    more = await interaction.execute("more")
    await interaction.delete_message(more)


async def main() -> None:
    await bot.start(check_for_updates=False)
    await asyncio.to_thread(sys.stdin.read)
    await bot.close()


asyncio.run(main())
