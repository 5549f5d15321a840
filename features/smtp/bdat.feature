@smtp
Feature: A message in chunks (RFC 3030)
  BDAT says how many octets follow. They are counted and not looked at: no line ends them, no period is doubled.

  @rfc3030-2-chunk-answered-250 @rfc3030-2-chunks-make-one-message @service:lmtp @service:submission @framing
  Scenario: Three chunks, cut within lines, make one message
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      The first part of a line, and the second part of it.
      Another line.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        The first part of a line,
      S: 250
      C{} BDAT {#}
        \x20and the second part of it.\r\nAnother
      S: 250
      C{} BDAT {#} LAST
        \x20line.\r\n
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc3030-2-chunks-make-one-message @rfc3030-2-octets-behind-a-chunk-are-a-command @service:lmtp @service:submission
  Scenario: A line end cut in two, and chunks of one octet
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      x
      .
      end
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}\r
      S: 250
      C| BDAT 1\r\n\n
      S: 250
      C| BDAT 1\r\n\r
      S: 250
      C| BDAT 2\r\n\nx
      S: 250
      C| BDAT 2\r\n\r\n
      S: 250
      C| BDAT 1\r\n.
      S: 250
      C| BDAT 1\r\n\r
      S: 250
      C| BDAT 6 LAST\r\n\nend\r\n
      S: 250
      C: XYZY
      S: 5xx
      C: NOOP
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc3030-2-chunk-answered-250 @service:lmtp @service:submission
  Scenario: A message that does not end with a line end is taken
    Given an SMTP client that can send mail
    And this message
      """
      Subject: {token}
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <a.{token}@client.example.org>
        Subject: {token}

        no line end behind this
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\n\r\nno line end behind this..."

  @rfc3030-2-empty-last-chunk-taken @rfc3030-2-last-in-any-case @service:lmtp @service:submission
  Scenario: The last chunk is empty, and its command in small letters
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      All of it in the first chunk.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        {message}
      S: 250
      C: bdat 0 last
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc3030-2-dots-are-kept @service:lmtp @service:submission @framing
  Scenario: Lines that begin with a period are neither shortened nor lengthened
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      .one
      ..two
      ...
      .
      ..
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc3030-1-no-end-of-data-within-a-chunk @accounts:2 @service:lmtp @service:submission @framing
  Scenario Outline: <what> does not end a message in chunks
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      the second account can be reached this way
      """
    When it sends the message to "{recipient2}"
    And "{recipient2}" receives the message
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        From: {sender}
        Subject: carrier {token}

        text<end>MAIL FROM:<{sender}>
        RCPT TO:<{recipient2}>
        DATA
        Subject: smuggled {token}

        not for you
        .\r\n
      S: (2xx|4xx|5xx)
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "smuggled {token}"

    Examples:
      | what                                  | end             |
      | A period between two line ends        | \\r\\n.\\r\\n   |
      | A period between two line feeds       | \\n.\\n         |
      | A period between two carriage returns | \\r.\\r         |
      | A period between LF and CR LF         | \\n.\\r\\n      |
      | A period between CR LF and LF         | \\r\\n.\\n      |

  @rfc3030-2-data-still-supported @service:lmtp @service:submission
  Scenario: A message by DATA behind one in chunks
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      By DATA.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <b.{token}@client.example.org>
        Subject: in chunks

        By BDAT.\r\n
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc3030-2-last-chunk-ends-the-transaction @service:lmtp @service:submission
  Scenario: The last chunk ends the transaction
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        From: {sender}
        Subject: {token}

        the only one of its transaction\r\n
      S: 250
      C: RCPT TO:<{recipient}>
      S: 503
      C: MAIL FROM:<{sender}>
      S: 250
      """

  @rfc3030-2-bdat-after-last-503 @service:lmtp @service:submission
  Scenario: A chunk behind the last one is out of sequence
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        From: {sender}
        Subject: {token}

        all of it\r\n
      S: 250
      C{} BDAT {#}
        one more
      S: 503
      C: RSET
      S: 250
      """

  @rfc3030-2-data-after-bdat-503 @service:lmtp @service:submission
  Scenario: DATA behind a chunk is out of sequence
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        Subject: {token}\r\n
      S: 250
      C: DATA
      S: 503
      C: RSET
      S: 250
      """

  @rfc3030-2-rset-discards-the-chunks @service:lmtp @service:submission
  Scenario Outline: RSET behind a chunk that ends <where> discards it
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Nothing above this.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        X-Given-Up: yes<end>
      S: 250
      C: RSET
      S: 250
      C: XYZY
      S: 5xx
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" does not match "...X-Given-Up..."

    Examples:
      | where         | end    |
      | with its line | \\r\\n |
      | within a line |        |

  @rfc3030-2-half-a-message-delivers-nothing @service:lmtp @service:submission @accounts:1
  Scenario Outline: A client that vanishes <where> has sent nothing
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      the account can be reached this way
      """
    When it sends the message
    And "{recipient}" receives the message
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        From: {sender}
        Subject: half {token}

        half of it\r\n
      S: 250
      C| <last>
      """
    And the client vanishes
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "half {token}"

    Examples:
      | where                  | last                          |
      | before the last chunk  | BDAT 5000                     |
      | within the last chunk  | BDAT 5000 LAST\\r\\nand more  |

  @rfc3030-2-half-a-message-delivers-nothing @service:lmtp @service:submission @accounts:1
  Scenario: A client that takes its leave before the last chunk has sent nothing
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      the account can be reached this way
      """
    When it sends the message
    And "{recipient}" receives the message
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        From: {sender}
        Subject: half {token}

        half of it\r\n
      S: 250
      C: QUIT
      S: 221
      """
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "half {token}"
