#!/usr/bin/env python3
"""Tells what is being said. Needs python3-websockets.

    python3 live-client.py recording.wav                                    # 16-bit mono, any rate
    arecord -q -f S16_LE -r 16000 -t wav | python3 live-client.py -         # a microphone, until Ctrl-C

Environment: EARSHOT_URL (default ws://127.0.0.1:8080/v1/live), EARSHOT_KEY (earshot.http.api-key, where one is set)
"""
import asyncio
import json
import os
import sys
import wave

import websockets


async def send(socket, recording):
    while chunk := await asyncio.to_thread(recording.readframes, recording.getframerate() // 10):
        await socket.send(chunk)
    await socket.send(json.dumps({"type": "end"}))


async def main(name):
    recording = wave.open(sys.stdin.buffer if name == "-" else name)
    url = os.environ.get("EARSHOT_URL", "ws://127.0.0.1:8080/v1/live")
    key = os.environ.get("EARSHOT_KEY")
    headers = "additional_headers" if int(websockets.__version__.split(".")[0]) >= 14 else "extra_headers"
    more = {headers: {"Authorization": f"Bearer {key}"}} if key else {}
    async with websockets.connect(f"{url}?rate={recording.getframerate()}", **more) as socket:
        sending = asyncio.create_task(send(socket, recording))
        async for message in socket:
            event = json.loads(message)
            if event["type"] == "partial" and sys.stderr.isatty():
                print(f"\r{event['stable']}{event['unstable']} ...\033[K\r", end="", file=sys.stderr, flush=True)
            elif event["type"] == "final" and event["text"]:
                print(event["text"], flush=True)
            elif event["type"] == "error":
                print(f"Earshot: {event['message']}", file=sys.stderr)
        await sending


asyncio.run(main(sys.argv[1]))
