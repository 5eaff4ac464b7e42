// Fallback across models, as people write it who know it from Puter: nothing is changed but the name.
// biome-ignore-all format: the snippet stands as it was written.
import { farebox } from './farebox.mjs'

async function chatWithFallback(prompt) {
  const models = ["claude-sonnet-4","openrouter:meta-llama/llama-3.1-8b-instruct","o1-mini"];
  for (const model of models) {
    try {
      const res = await farebox.ai.chat(prompt, { model });
      return res;
    } catch (err) {
      if (err.error?.delegate === "usage-limited-chat") {
        continue;  // try next model
      }
      throw err;
    }
  }
  throw new Error("All models exhausted quota");
}

// The same in one call: one hold, and the next model is tried by Farebox.
const inOneCall = (prompt) =>
  farebox.ai.chat(prompt, { models: ['claude-sonnet-4', 'openrouter:meta-llama/llama-3.1-8b-instruct', 'o1-mini'] })

const prompt = process.argv[2] ?? 'Hello, world!'
const told = []
for (const chat of [chatWithFallback, inOneCall]) {
  const reply = await chat(prompt).catch((error) => ({ error }))
  told.push(
    reply.error
      ? { failed: reply.error.message, code: reply.error.error?.code }
      : { model: reply.model, text: reply.message.content[0].text, cost: reply.usage.cost },
  )
}
console.log(JSON.stringify(told))
