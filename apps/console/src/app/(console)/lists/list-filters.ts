// What the address of the block and allow lists can say.
import { createLoader, parseAsStringLiteral } from 'nuqs/server'

export const listFilters = {
  list: parseAsStringLiteral(['block', 'allow', 'both'] as const).withDefault('both'),
  state: parseAsStringLiteral(['in_force', 'all'] as const).withDefault('in_force'),
}

export const loadListFilters = createLoader(listFilters)

/** The question the page asks, the same on the server and in the browser. */
export const entriesOf = ({ list, state }: Awaited<ReturnType<typeof loadListFilters>>) => ({
  ...(list !== 'both' && { list }),
  withEnded: state === 'all',
})
