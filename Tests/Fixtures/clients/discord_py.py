"""A bot on discord.py that answers every mention, for as long as its standard input is open.

usage: discord_py.py API_BASE GATEWAY TOKEN
"""

import asyncio
import signal
import sys

import discord
import yarl

# Whatever hangs, in it or in the test: nobody waits for it longer.
signal.alarm(150)

base, gateway, token = sys.argv[1:]
discord.http.Route.BASE = base
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)

intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
client = discord.Client(intents=intents, allowed_mentions=discord.AllowedMentions.none(), max_messages=None)


@client.event
async def on_ready():
    print("ready", client.user.id, [guild.name for guild in client.guilds], flush=True)


@client.event
async def on_resumed():
    print("resumed", flush=True)


@client.event
async def on_message(message):
    if client.user in message.mentions:
        reply = await message.reply(f"discord.py heard: {message.clean_content}")
        await reply.edit(content=reply.content + "!")


@client.event
async def on_interaction(interaction):
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content=f"discord.py used: {interaction.data['name']}")
    more = await interaction.followup.send("more", wait=True)
    await more.delete()


async def main():
    discord.utils.setup_logging()
    async with client:
        running = asyncio.create_task(client.start(token))
        await asyncio.to_thread(sys.stdin.read)
        await client.close()
        await running


asyncio.run(main())
