// What a model's name means.
import { AppError } from '@farebox/errors'
import { describe, expect, it } from 'vitest'
import { aliasList, modelList } from './model-list.ts'
import { findModel } from './models.ts'

const pick = (name: string) => {
  const { provider, id } = findModel(name)
  return `${provider}:${id}`
}

describe('findModel', () => {
  it.each([
    ['gpt-4o', 'openai:gpt-4o'],
    ['openai/gpt-4o', 'openai:gpt-4o'],
    ['claude-sonnet-4', 'anthropic:claude-sonnet-4-20250514'],
    ['anthropic:claude-sonnet-4', 'anthropic:claude-sonnet-4-20250514'],
    ['openrouter:meta-llama/llama-3.1-8b-instruct', 'openrouter:meta-llama/llama-3.1-8b-instruct'],
    ['openrouter/meta-llama/llama-3.1-8b-instruct', 'openrouter:meta-llama/llama-3.1-8b-instruct'],
    ['meta-llama/llama-3.1-8b-instruct', 'openrouter:meta-llama/llama-3.1-8b-instruct'],
    ['openai/gpt-oss-120b', 'groq:openai/gpt-oss-120b'],
  ])('%s is %s', (name, expected) => {
    expect(pick(name)).toBe(expected)
  })

  it('no row and no alias is there twice, and every alias leads somewhere', () => {
    const places = modelList.map((model) => `${model.provider}:${model.id}`)
    expect(new Set(places).size).toBe(places.length)
    const ids = new Set(modelList.map((model) => model.id))
    for (const { alias, provider, model } of aliasList) {
      expect(ids.has(alias)).toBe(false)
      expect(places).toContain(`${provider}:${model}`)
    }
  })
})

describe('findModel refusals', () => {
  const refusal = (name: string): AppError => {
    try {
      findModel(name)
    } catch (thrown) {
      if (thrown instanceof AppError) return thrown
    }
    throw new Error(`${name} was found`)
  }

  it('G36: an unknown model is model_not_found with the three nearest names, never a guess', () => {
    const error = refusal('gpt4o')
    expect(error).toMatchObject({ code: 'model_not_found', param: 'model' })
    expect(error.metadata.nearest).toHaveLength(3)
    expect(error.metadata.nearest).toContain('gpt-4o')
    expect(error.message).toMatch(/Did you mean .*gpt-4o.* or /)
  })

  it.each(['', 'groq:gpt-4o', 'gpt-4o ', 'GPT-4o', 'openai:', ':gpt-4o', '__proto__', 'x'.repeat(100_000)])('%.20s is refused', (name) => {
    expect(refusal(name).code).toBe('model_not_found')
  })
})
