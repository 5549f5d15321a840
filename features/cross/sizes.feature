@smtp @own
Feature: Every size agrees
  What IMAP says a message has, what it sends, what POP3 says it has and what it sends: one number of octets.

  @rfc3501-6.4.5-size-is-that-of-the-body @rfc1939-11-size-counts-line-ends-as-two @service:lmtp
  Scenario Outline: The sizes of IMAP and POP3 are those of what they send: <message>
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}<text>
      """
    When it sends the message
    And "{recipient}" receives the message
    And an IMAP client that has selected "INBOX"
    Then it says
      """
      C: FETCH 1 (RFC822.SIZE BODY.PEEK[])
      S* 1 FETCH (...RFC822.SIZE <size:number>...)
      S& ...BODY[] <whole:string>...
      S: OK
      """
    And "{size}" is the number of octets of "{whole}"
    And a POP3 client that has logged in
    And it says
      """
      C: LIST 1
      S: +OK 1 {size} ...
      C: RETR 1
      S: +OK ...
      S{.} {whole}
      """

    Examples:
      | message                     | text                                              |
      | one line                    | \n\nOne line.                                     |
      | an empty body               | \n\n                                              |
      | empty lines                 | \n\n\n\n\n\n                                      |
      | a single period             | \n\n.                                             |
      | lines of periods            | \n\n.\n..\n...\n{.*100}\n.                        |
      | a hundred lines of a period | \n\n{.\n*100}                                     |
      | lines that begin with one   | \n\n.a\n.b\n..c                                   |
      | a long line                 | \n\n{x*998}                                       |
      | many short lines            | \n\n{x\n*2000}                                    |
      | eight-bit text              | \n\nGrüße, Ελληνικά, 日本語                          |
      | a folded subject            | \n and\n more\n of\n it\n\nA body.                |
      | many fields                 | \n{X-Many: fields\n*200}\n\nA body.               |
      | blanks at the end           | \n\n{blank *20}\n{ *40}\n                         |
      | a line that begins "From "  | \n\nFrom here on.\n\nFrom there on.               |
      | two parts                   | \nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\none\n--b\n\ntwo\n--b--\nepilogue |
      | a part without an end       | \nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none |
      | a hundred kilobytes         | \n\n{A line that is there a thousand times and more, for the size of it all.\n*1360} |
