// Drives a running service with OpenAI's own package; prints a line for each thing that works, throws for the first that does not.
// Usage: node client.mjs BASE_URL FOLDER_WITH_CLIPS

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import OpenAI from "openai";

const [baseURL, clips] = process.argv.slice(2);
const texts = JSON.parse(fs.readFileSync(path.join(clips, "clips.json"), "utf8"));
let requests = 0;
const counting = (url, init) => {
  requests++;
  return fetch(url, init);
};
const client = new OpenAI({ baseURL, apiKey: "none-needed", fetch: counting, timeout: 300_000 });
const recording = (name) => fs.createReadStream(path.join(clips, name));
const request = (name, more) => ({ file: recording(name), model: "whisper-1", ...more });

const json = await client.audio.transcriptions.create(request("zh1.wav"));
assert.equal(json.text, texts["zh1.wav"].text);
console.log("transcribes");

const verbose = await client.audio.transcriptions.create(
  request("de6.wav", { response_format: "verbose_json", language: "de", timestamp_granularities: ["segment"] }),
);
assert.equal(verbose.text, texts["de6.wav"].text);
assert.equal(verbose.language, "german");
assert.equal(verbose.segments.map((segment) => segment.text).join("").trim(), verbose.text);
console.log("transcribes verbosely");

const subtitles = await client.audio.transcriptions.create(request("en1.wav", { response_format: "srt" }));
assert.match(subtitles, /^1\n00:00:\d\d,\d{3} --> 00:00:\d\d,\d{3}\nwhat is the weather today\n\n$/);
console.log("gives subtitles");

const stream = await client.audio.transcriptions.create(request("es1.wav", { stream: true }));
let deltas = "";
let done;
for await (const event of stream) {
  if (event.type === "transcript.text.delta") deltas += event.delta;
  if (event.type === "transcript.text.done") done = event.text;
}
assert.equal(deltas, texts["es1.wav"].text);
assert.equal(done, deltas);
console.log("streams");

const models = [];
for await (const model of client.models.list()) models.push(model.id);
assert.ok(models.includes("earshot-demo"));
assert.equal((await client.models.retrieve("whisper-1")).object, "model");
console.log("lists models");

await assert.rejects(client.audio.transcriptions.create(request("en1.wav", { model: "whisper-9" })), (error) => {
  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.equal(error.code, "model_not_found");
  assert.equal(error.param, "model");
  assert.match(error.message, /There is no model 'whisper-9'/);
  return true;
});
console.log("throws NotFoundError for an unknown model");

await assert.rejects(client.audio.transcriptions.create(request("en1.wav", { temperature: 7 })), (error) => {
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, "temperature");
  return true;
});
console.log("throws BadRequestError for a wrong value");

await assert.rejects(client.audio.translations.create(request("de1.wav")), (error) => {
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.match(error.message, /cannot translate/);
  return true;
});
console.log("throws BadRequestError for a translation");

const before = requests;
await assert.rejects(client.audio.transcriptions.create(request("en1.wav", { deadline_ms: 1 })), (error) => {
  assert.equal(error.status, 504);
  return true;
});
assert.equal(requests, before + 1);
console.log("does not retry after a missed deadline");
