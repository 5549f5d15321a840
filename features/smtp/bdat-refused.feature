@smtp
Feature: Chunks that are refused (RFC 3030)
  A server cannot keep a client from sending the octets of a chunk. It reads them to their end, whatever it says of them then.

  @accounts:2 @service:lmtp @service:submission
  Scenario Outline: The octets of a chunk without <without> are not obeyed
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
      <begins>
      C{} BDAT {#}
        RSET
        MAIL FROM:<{sender}>
        RCPT TO:<{recipient2}>
        DATA
        Subject: smuggled {token}

        not for you
        .\r\n
      S: 5xx
      C: XYZY
      S: 5xx
      C: RSET
      S: 250
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "smuggled {token}"

    @rfc3030-2-failed-chunk-is-discarded
    Examples:
      | without     | begins                           |
      | a recipient | C: MAIL FROM:<{sender}>\nS: 250 |

    @rfc3030-2-bdat-without-transaction-refused @rfc3030-2-failed-chunk-is-discarded
    Examples:
      | without       | begins           |
      | a transaction | C: RSET\nS: 250 |

  @rfc3030-2-failed-chunk-is-discarded @accounts:2 @service:lmtp
  Scenario: The octets of a chunk whose recipient was refused are not obeyed
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
      C: RCPT TO:<no-such-user-{token}@{domain}>
      S: 5xx
      C{} BDAT {#}
        RSET
        MAIL FROM:<{sender}>
        RCPT TO:<{recipient2}>
        DATA
        Subject: smuggled {token}

        not for you
        .\r\n
      S: 5xx
      C: XYZY
      S: 5xx
      C: RSET
      S: 250
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "smuggled {token}"

  @rfc3030-2-chunks-behind-a-failed-one-are-discarded @service:lmtp @service:submission
  Scenario: Chunks on their way behind one that is refused are not obeyed either
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C| BDAT 6\r\nRSET\r\n
      C+| BDAT 6\r\nNOOP\r\n
      S: (4xx|5xx)
      S: (4xx|5xx)
      C: RSET
      S: 250
      C: XYZY
      S: 5xx
      """

  @rfc3030-2-rset-after-a-failed-chunk @service:lmtp @service:submission
  Scenario: After RSET a new transaction holds nothing of the refused one
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
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C{} BDAT {#}
        X-Refused: yes\r\n
      S: (4xx|5xx)
      """
    When it says
      """
      C: RSET
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" does not match "...X-Refused..."

  @service:lmtp
  Scenario Outline: "<command>" is refused
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """
    When it says
      """
      C: <command>
      S: 5xx
      """

    @rfc3030-2-chunk-size-is-digits
    Examples:
      | command    |
      | BDAT       |
      | BDAT LAST  |
      | BDAT ten   |
      | BDAT 0x0   |
      | BDAT -1    |

    @rfc3030-2-only-last-follows-the-size
    Examples:
      | command          |
      | BDAT 0 MORE      |
      | BDAT 0 LASTING   |
      | BDAT 0 LAST LAST |

  @rfc3030-2-leading-zeros-change-nothing @service:lmtp @service:submission
  Scenario: A size with zeros in front is decimal
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Nothing is nothing.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT 0000000{#}
        {message}
      S: 250
      C: BDAT 000 LAST
      S: 250
      """

  @rfc3030-2-chunk-has-the-octets-said @service:lmtp
  Scenario Outline: A chunk of <size> octets is not there after ten
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """
    When it says, unless it is kept waiting
      """
      C| BDAT <size>\r\nSubject: x
      S: (4xx|5xx)
      """

    Examples:
      | size                 |
      | 11                   |
      | 65546                |
      | 2147483658           |
      | 4294967306           |
      | 9223372036854775818  |
      | 18446744073709551626 |

  @rfc3030-2-lines-of-any-octets-refused @service:lmtp @service:submission
  Scenario: What is left of a chunk longer than said is refused line by line
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C| BDAT 12\r\nSubject: x\r\n
      S: 250
      """
    When it says
      """
      C| \x00\xff\x80\x01rest\x1b\r\n
      S: 5xx
      C: RSET
      S: 250
      """

  @rfc1870-4-chunks-over-limit-552 @service:lmtp @service:submission @base-only
  Scenario: Chunks that come to more than the limit are refused
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Too large, and nothing was said of it.
      """
    And SIZE announces a limit, and the message is longer
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        {message}
      S: 552
      """
