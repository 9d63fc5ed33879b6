/** The REST dialects: who may call, uploads and their limits, requests, answers and error bodies. */
package dev.earshot.http;
