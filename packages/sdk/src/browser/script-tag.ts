// `<script src="https://…/v1.js" data-app="pk-farebox-…">`: the client as the global `farebox`.
import { createClient } from './create-client.ts'
import type { Sheet } from './sheet.ts'
import type { Farebox } from './types.ts'

/** The sheet's file, beside this one. The build puts its name here. */
declare const SHEET_FILE: string

declare global {
  var farebox: Farebox
}

const script = (document.currentScript ?? document.querySelector('script[data-app]')) as HTMLScriptElement | null
const { app, api, testMode, scopes } = script?.dataset ?? {}
if (!script || !app) throw new Error('Farebox: the script tag needs data-app="pk-farebox-…", the publishable key of your app.')

const address = new URL(SHEET_FILE, script.src)
const asked = (scopes ?? '').split(' ').filter((scope) => scope === 'email' || scope === 'balance:read')

globalThis.farebox = createClient(
  { app, api: api ?? new URL(script.src).origin, testMode: testMode !== undefined && testMode !== 'false', scopes: asked },
  () => import(/* @vite-ignore */ address.href) as Promise<Sheet>,
)
