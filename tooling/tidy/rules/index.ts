// Every rule of the house.
import { circles } from './circles.ts'
import { codes } from './codes.ts'
import { directions } from './directions.ts'
import { lengths } from './lengths.ts'
import { money } from './money.ts'
import { places, words } from './names.ts'
import { opening } from './opening.ts'
import { owners } from './owners.ts'
import { readmes } from './readmes.ts'
import { allRun, movements } from './tests.ts'
import { types } from './types.ts'

export const rules = [directions, circles, owners, money, types, lengths, places, words, opening, readmes, movements, allRun, codes]
