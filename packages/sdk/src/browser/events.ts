// Who listens to what happens, such as a limit that was reached. A listener that throws stops nobody else.
import type { FareboxEvents } from './types.ts'

type Listener<Name extends keyof FareboxEvents> = (event: FareboxEvents[Name]) => void

export type Events = {
  on: <Name extends keyof FareboxEvents>(name: Name, listener: Listener<Name>) => () => void
  tell: <Name extends keyof FareboxEvents>(name: Name, event: FareboxEvents[Name]) => void
}

export function createEvents(): Events {
  const target = new EventTarget()
  return {
    on(name, listener) {
      const hear = (event: Event) => listener((event as CustomEvent).detail)
      target.addEventListener(name, hear)
      return () => target.removeEventListener(name, hear)
    },
    tell: (name, detail) => void target.dispatchEvent(new CustomEvent(name, { detail })),
  }
}
