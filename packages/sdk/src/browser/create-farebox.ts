// The client as a bundler's user makes it. The sheet is a file of its own, so that it comes when it is needed first.
import { createClient } from './create-client.ts'
import type { Farebox, FareboxOptions } from './types.ts'

export const createFarebox = (options: FareboxOptions): Farebox => createClient(options, () => import('../sheet/index.ts'))
