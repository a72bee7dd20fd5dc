const lines = `
07:31:04.118 INFO  app    Barrow 5.3.1 (build 8841) on Android 13, device "Stall 40C7"
07:31:04.402 INFO  store  opened till.db, schema 57, 18.4 MB, last sale 20931
07:31:05.010 INFO  net    online: mobile, 2 of 5 bars
07:31:05.377 INFO  sync   signed in, stall 1
07:31:06.214 INFO  sync   pulled 3 changes: 2 prices, 1 person
07:58:40.551 INFO  sale   20932 cash 6.50
08:04:12.090 INFO  sale   20933 cash 13.00
08:09:57.816 INFO  sale   20934 card 6.50, reader "phone"
08:10:00.203 WARN  sync   3 sales wait: mobile, 1 of 5 bars
08:41:33.480 INFO  sale   20935 cash 4.20
08:47:02.915 INFO  sale   20936 card 26.00, reader "phone"
08:58:21.004 INFO  sale   20937 cash 6.50
09:02:18.337 INFO  sale   20938 cash 19.50
09:10:00.198 WARN  sync   7 sales wait: mobile, 1 of 5 bars
09:36:45.002 WARN  net    offline
09:40:10.642 INFO  sale   20939 cash 8.00
09:52:11.640 INFO  sale   20940 cash 22.40
10:05:29.113 INFO  sale   20941 cash 6.50
10:10:00.201 WARN  sync   10 sales wait: offline
10:31:06.775 INFO  sale   20942 cash 31.10
10:33:17.310 INFO  net    online: mobile, 1 of 5 bars
10:48:50.322 INFO  sale   20943 card 39.00, reader "phone"
11:02:37.918 INFO  sale   20944 cash 9.70
11:09:14.460 INFO  sale   20945 cash 13.00
11:10:00.199 WARN  sync   14 sales wait: mobile, 1 of 5 bars
11:27:48.871 INFO  sale   20946 cash 6.50
11:44:02.536 INFO  sale   20947 cash 17.00
12:03:39.207 INFO  sale   20948 cash 6.50
12:26:31.550 INFO  sale   20949 cash 12.00
12:58:03.087 INFO  sale   20950 cash 6.50
13:10:00.204 WARN  sync   19 sales wait: mobile, 1 of 5 bars
13:44:19.871 INFO  day    closed by Ada: cash 188.90 counted, 188.90 expected
13:46:44.206 INFO  sync   batch b-7741: sending 19 sales
13:46:59.207 WARN  sync   batch b-7741: no answer after 15000 ms, try 1 of 5
13:47:07.588 WARN  net    offline
13:47:41.019 INFO  net    online: mobile, 1 of 5 bars
13:47:41.733 INFO  sync   batch b-7741: splitting into b-7742 (10 sales) and b-7743 (9 sales)
13:47:49.305 INFO  sync   batch b-7742: accepted in 5345 ms
13:47:55.841 INFO  sync   batch b-7743: accepted in 6536 ms
13:48:08.112 WARN  sync   batch b-7741: accepted in 83906 ms, but not in the queue any more: answer ignored
13:48:09.540 INFO  sync   day report sent
13:48:10.306 WARN  sync   day report: cash on server 377.80, here 188.90
13:48:10.309 INFO  app    going to sleep
`

/** What the till wrote on that market day: how Ada's cash came to be counted twice. */
export function syncLog(marketDay: Date): Buffer {
  const day = marketDay.toISOString().slice(0, 10)
  return Buffer.from(lines.trim().split('\n').map(line => `${day} ${line}\n`).join(''))
}
