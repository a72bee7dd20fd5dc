import t from 'tap'
import { parseListing } from '../../src/attachments/storage/xml.ts'
import { signatureOf } from './signature.ts'

const object = (key: string) => `<Contents><Key>${key}</Key><LastModified>2026-11-22T10:00:00.000Z</LastModified><Owner><DisplayName>Key</DisplayName></Owner></Contents>`
const list = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</ListBucketResult>`
const modified = Date.UTC(2026, 10, 22, 10)

t.test('the list of a bucket', async t => {
  t.strictSame(parseListing(list('<IsTruncated>false</IsTruncated>')), { objects: [], next: undefined })
  const page = list(`<IsTruncated>true</IsTruncated><ContinuationToken>a</ContinuationToken><NextContinuationToken>b&amp;/+=</NextContinuationToken>${object('one')}\n${object('two')}`)
  t.strictSame(parseListing(page), { objects: [{ name: 'one', modified }, { name: 'two', modified }], next: 'b&/+=' })

  const names = { 'a &lt;Key&gt;&quot;&apos;': 'a <Key>"\'', '&#x1F98A;&#38;lt;': '🦊&lt;', '&amp;lt;': '&lt;', '&unknown; &#x110000;': '&unknown; &#x110000;' }
  for (const [written, name] of Object.entries(names)) t.strictSame(parseListing(list(object(written))).objects, [{ name, modified }], written)

  for (const wrong of ['', '<html></html>', list('').slice(0, -10), '<Error><Code>AccessDenied</Code></Error>', list('<IsTruncated>true</IsTruncated>')]) {
    t.throws(() => parseListing(wrong), wrong)
  }
})

t.test('our gate before the bucket knows signatures: those of AWS’s own examples', async t => {
  const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const sign = (method: string, url: string, signed: string, headers = {}) => signatureOf({ method, url, headers: {
    'host': 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z', 'x-amz-content-sha256': nothing, ...headers,
    'authorization': `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signed},Signature=x`,
  } }, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')

  t.equal(sign('GET', '/test.txt', 'host;range;x-amz-content-sha256;x-amz-date', { range: 'bytes=0-9' }), 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
  t.equal(sign('GET', '/?max-keys=2&prefix=J', 'host;x-amz-content-sha256;x-amz-date'), '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7')
  t.equal(sign('PUT', '/test%24file.text', 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class', {
    'date': 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY', 'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
  }), '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd')
})
