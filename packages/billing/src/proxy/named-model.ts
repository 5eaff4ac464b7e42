// Which model a caller means, and whether only one provider may answer for it.
import { findModel, type ModelFacts } from '@farebox/pricing'
import { openrouterName, vendorsModel } from './providers/openrouter-names.ts'

export type NamedModel = {
  model: ModelFacts
  /** The provider named before the model: nobody else may answer. */
  pin: string | undefined
}

const OPENROUTER = /^openrouter[:/]/

/** Throws `model_not_found` with the three nearest names. */
export function namedModel(name: string): NamedModel {
  if (OPENROUTER.test(name)) {
    const routed = throughOpenrouter(name.slice('openrouter:'.length))
    if (routed) return { model: routed, pin: 'openrouter' }
  }
  const model = findModel(name)
  const isPinned = name.startsWith(`${model.provider}:`) || name.startsWith(`${model.provider}/`)
  return { model, pin: isPinned ? model.provider : undefined }
}

/** Another vendor's model by OpenRouter's name for it, or by ours. */
function throughOpenrouter(name: string): ModelFacts | undefined {
  const theirs = vendorsModel(name)
  if (theirs) return findModel(theirs)
  try {
    const model = findModel(name)
    return openrouterName(model) === undefined ? undefined : model
  } catch {
    return undefined
  }
}
