// Test mode can be seen: nobody should take practice money for their own, or the other way round.
import { sheetStyle } from './sheet-style.ts'

const ID = 'farebox-test-mode'

export function showBadge(says: string): void {
  if (document.getElementById(ID)) return
  const host = document.createElement('div')
  host.id = ID
  const root = host.attachShadow({ mode: 'closed' })
  root.adoptedStyleSheets = [sheetStyle()]
  const badge = document.createElement('div')
  badge.className = 'badge'
  badge.setAttribute('role', 'status')
  badge.setAttribute('aria-label', says)
  badge.textContent = says
  root.append(badge)
  document.documentElement.append(host)
}
