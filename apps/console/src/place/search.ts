// What pages are given by their address.
export type Search = Promise<Record<string, string | string[] | undefined>>
