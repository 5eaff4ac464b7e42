// The websites an app runs on, in one mode: the sandbox takes the live ones too, and never the other way round.
import type { AppOriginModel, Mode } from '@farebox/db'

export const websitesOf = ({ origins }: { origins: readonly Pick<AppOriginModel, 'origin' | 'mode'>[] }, mode: Mode): string[] =>
  origins.filter((website) => website.mode === 'live' || mode === 'sandbox').map(({ origin }) => origin)
