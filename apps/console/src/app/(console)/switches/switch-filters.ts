// What the address of the kill switches can say.
import { createLoader, parseAsString } from 'nuqs/server'

export const switchFilters = {
  /** A part of an app's name. */
  app: parseAsString.withDefault(''),
  /** A part of a model's name. */
  model: parseAsString.withDefault(''),
}

export const loadSwitchFilters = createLoader(switchFilters)

/** The question the page asks, the same on the server and in the browser. */
export const switchesAsked = ({ app }: { app: string }) => (app ? { text: app } : {})
