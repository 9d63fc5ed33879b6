// Tells what is being said. Needs Node.js 22, or an older one and the npm package "ws".
//
//   node live-client.mjs recording.pcm 16000      # bare samples: 16-bit, little-endian, mono; samples a second
//   arecord -q -f S16_LE -r 16000 -t raw | node live-client.mjs /dev/stdin
//
// Environment: EARSHOT_URL (default ws://127.0.0.1:8080/v1/live)
import fs from "node:fs";

const Socket = globalThis.WebSocket ?? (await import("ws")).WebSocket;
const [file, rate = "16000"] = process.argv.slice(2);
const url = process.env.EARSHOT_URL ?? "ws://127.0.0.1:8080/v1/live";
const socket = new Socket(`${url}?rate=${rate}`);
const MOST_BUFFERED = 1 << 20;

const drained = async () => {
  while (socket.bufferedAmount > MOST_BUFFERED) await new Promise((resolve) => setTimeout(resolve, 20));
};

socket.addEventListener("open", async () => {
  for await (const chunk of fs.createReadStream(file)) {
    await drained();
    if (socket.readyState !== Socket.OPEN) return;
    socket.send(chunk);
  }
  socket.send(JSON.stringify({ type: "end" }));
});

socket.addEventListener("message", ({ data }) => {
  const event = JSON.parse(data);
  if (event.type === "partial" && process.stderr.isTTY) {
    process.stderr.write(`\r${event.stable}${event.unstable} ...\x1b[K\r`);
  } else if (event.type === "final" && event.text) {
    console.log(event.text);
  } else if (event.type === "error") {
    console.error(`Earshot: ${event.message}`);
  }
});

socket.addEventListener("error", () => console.error(`Earshot cannot be reached at ${url}`));
socket.addEventListener("close", ({ code }) => (process.exitCode = code === 1000 ? 0 : 1));
