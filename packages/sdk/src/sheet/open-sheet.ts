// One question over the page, as a modal dialog in a closed shadow tree: the browser keeps the focus inside, closes it on Esc, and
// gives the focus back. Everything shown is text.
import { sheetStyle } from './sheet-style.ts'

export type Action = {
  label: string
  /** Runs in the click, so that it may open a window. */
  act: () => void
  /** Also what Esc means. */
  isDismissal?: boolean
  isQuiet?: boolean
}

export type Question = { title: string; says: string; actions: Action[]; link?: { label: string; address: string } }

const NAME = 'farebox-sheet'

const roots = new WeakMap<Element, ShadowRoot>()

/** Made the first time: where there is no document, nothing can extend an element. */
function defineElement(): void {
  if (customElements.get(NAME)) return
  customElements.define(
    NAME,
    class extends HTMLElement {
      constructor() {
        super()
        const root = this.attachShadow({ mode: 'closed' })
        root.adoptedStyleSheets = [sheetStyle()]
        roots.set(this, root)
      }
    },
  )
}

/** Answers what takes the question away unanswered. */
export function openSheet({ title, says, actions, link }: Question): () => void {
  defineElement()
  const host = document.createElement(NAME)
  const dialog = element('dialog')
  const close = () => {
    if (dialog.open) dialog.close()
    host.remove()
  }
  const heading = element('h2', title)
  const text = element('p', says)
  heading.id = 'title'
  text.id = 'text'
  dialog.setAttribute('aria-labelledby', 'title')
  dialog.setAttribute('aria-describedby', 'text')
  const buttons = element('div')
  buttons.className = 'actions'
  if (link) buttons.append(linkTo(link))
  buttons.append(...actions.map((action, place) => buttonOf(action, place === 0 && !link, close)))
  dialog.append(heading, text, buttons)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    close()
    actions.find(({ isDismissal }) => isDismissal)?.act()
  })
  roots.get(host)?.append(dialog)
  document.documentElement.append(host)
  dialog.showModal()
  return close
}

function buttonOf({ label, act, isDismissal, isQuiet }: Action, isFirst: boolean, close: () => void): HTMLButtonElement {
  const button = element('button', label)
  button.type = 'button'
  button.className = isFirst && !isDismissal && !isQuiet ? 'primary' : ''
  if (isFirst) button.autofocus = true
  button.addEventListener('click', () => {
    close()
    act()
  })
  return button
}

function linkTo({ label, address }: { label: string; address: string }): HTMLAnchorElement {
  const anchor = element('a', label)
  const { protocol } = new URL(address)
  if (protocol === 'https:' || protocol === 'http:') anchor.href = address
  anchor.target = '_blank'
  anchor.rel = 'noopener'
  anchor.className = 'primary'
  anchor.autofocus = true
  return anchor
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text = ''): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
