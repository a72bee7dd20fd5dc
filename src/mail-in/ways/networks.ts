import { BlockList, isIPv6 } from 'node:net'

/** Whether an address is one of those that the setting names, singly or as networks. */
export function isAmong(networks: string | undefined): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks?.split(/[ ,]+/) ?? []) {
    const [address = '', bits] = network.split('/')
    if (bits === undefined) list.addAddress(address, kind(address))
    else list.addSubnet(address, Number(bits), kind(address))
  }
  return address => list.check(plain(address), kind(plain(address)))
}

/** An address of the old kind may come dressed as one of the new. */
export const plain = (address: string): string => address.replace(/^::ffff:/i, '')

const kind = (address: string) => isIPv6(address) ? 'ipv6' : 'ipv4'
