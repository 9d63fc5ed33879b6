// Speaks to a running service with OpenAI's own Realtime class, which speaks TLS only: a server here takes the TLS off. Prints a
// line for each thing that works, throws for the first that does not.
// Usage: node realtime.mjs HOST PORT SAMPLES TEXT, in a folder with cert.pem and key.pem for "localhost"; SAMPLES are 16-bit, 24 kHz

import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import tls from "node:tls";
import OpenAI from "openai";
import { OpenAIRealtimeWS } from "openai/realtime/ws";

const [host, port, samples, text] = process.argv.slice(2);
const server = tls.createServer({ key: fs.readFileSync("key.pem"), cert: fs.readFileSync("cert.pem") }, (outside) => {
  const inside = net.connect(Number(port), host);
  outside.pipe(inside).pipe(outside);
  outside.on("error", () => inside.destroy());
  inside.on("error", () => outside.destroy());
});
server.listen(0, "localhost");
await once(server, "listening");

const client = new OpenAI({ baseURL: `https://localhost:${server.address().port}/v1`, apiKey: "none-needed" });
const realtime = new OpenAIRealtimeWS({ model: "gpt-realtime" }, client);
const errors = [];
realtime.on("error", (error) => errors.push(error));
const told = (type) => new Promise((resolve) => realtime.once(type, resolve));

const { session } = await told("session.created");
assert.equal(session.type, "transcription");
console.log("opens a session");

realtime.send({
  type: "session.update",
  session: {
    type: "transcription",
    audio: { input: { transcription: { model: "gpt-4o-transcribe", language: "en" }, turn_detection: { type: "server_vad" } } },
  },
});
const updated = await told("session.updated");
assert.equal(updated.session.audio.input.transcription.language, "en");
console.log("updates it");

let deltas = "";
realtime.on("conversation.item.input_audio_transcription.delta", ({ delta }) => (deltas += delta));
const completed = told("conversation.item.input_audio_transcription.completed");
const committed = told("input_audio_buffer.committed");
const audio = fs.readFileSync(samples);
const silence = Buffer.alloc(48_000);
const PIECE = 4_800;
for (const bytes of [audio, silence]) {
  for (let from = 0; from < bytes.length; from += PIECE) {
    realtime.send({ type: "input_audio_buffer.append", audio: bytes.subarray(from, from + PIECE).toString("base64") });
  }
}
const item = await committed;
const done = await completed;
assert.equal(done.item_id, item.item_id);
assert.equal(done.transcript, text);
assert.equal(deltas, text);
assert.equal(done.usage.type, "duration");
assert.deepEqual(errors, []);
console.log("hears what is said");

realtime.send({ type: "input_audio_buffer.clear" });
await told("input_audio_buffer.cleared");
const failed = told("error");
realtime.send({ type: "input_audio_buffer.commit", event_id: "empty" });
await failed;
assert.match(errors[0].message, /buffer too small/);
assert.equal(errors[0].error.event_id, "empty");
console.log("is told of a commit of nothing");

realtime.close();
await once(realtime.socket, "close");
console.log("closes");
server.close();
