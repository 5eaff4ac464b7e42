// Every mutant. A package adds a file of its own and lists it here.
import { ledgerMutants } from './ledger.ts'
import type { Mutant } from './mutant.ts'

export const mutants: Mutant[] = [...ledgerMutants]
