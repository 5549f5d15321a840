@smtp
Feature: The size of a message is declared (RFC 1870)

  @rfc1870-4-size-parameter-accepted @service:lmtp @service:submission
  Scenario Outline: MAIL with SIZE=<size> is taken
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=<size>
      S: 250 ...
      """

    Examples:
      | size |
      | 1000 |
      | 1    |
      | 0    |

  @rfc1870-3-value-of-twenty-digits @service:lmtp @service:submission
  Scenario Outline: SIZE=<size> is a number
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=<size>
      S: <replies> ...
      """

    Examples:
      | size                 | replies       |
      | 00000000000000001000 | 250           |
      | 99999999999999999999 | (250\|452\|552) |

  @rfc1870-3-value-is-a-number @service:lmtp @service:submission
  Scenario Outline: "<parameter>" is refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> <parameter>
      S: 5xx ...
      """

    Examples:
      | parameter |
      | SIZE=ten  |
      | SIZE=-1   |
      | SIZE=1k   |
      | SIZE=     |

  @rfc1870-6.1-declared-size-is-checked @service:lmtp @service:submission
  Scenario: A message declared larger than the limit is refused at MAIL
    Given an SMTP client that can send mail
    And SIZE announces a limit
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE={limit}0
      S: 5xx ...
      """
    Then the session is still usable

  @rfc1870-6.1-declared-too-large-552 @service:lmtp @service:submission
  Scenario: The refusal of a message declared too large has the code 552
    Given an SMTP client that can send mail
    And SIZE announces a limit
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE={limit}0
      S: 552 ...
      """

  @rfc1870-4-declared-size-at-the-limit-taken @service:lmtp @service:submission
  Scenario: A message declared as large as the limit is taken at MAIL
    Given an SMTP client that can send mail
    And SIZE announces a limit
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE={limit}
      S: 250 ...
      """

  @rfc1870-4-message-over-limit-552 @service:lmtp @service:submission @base-only
  Scenario: A message over the limit is refused behind its data
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
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 552 ...
      """

  @rfc1870-6-one-size-parameter @service:lmtp @service:submission
  Scenario: Two SIZE parameters are refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=1000 SIZE=2000
      S: 5xx ...
      """

  @rfc1870-6-size-is-not-the-end-of-data @service:lmtp @service:submission
  Scenario: A message longer than declared ends at its dot
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Longer than ten octets by far.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=10
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: (250|552|452) ...
      C: XYZY
      S: 5xx ...
      C: NOOP
      S: 250 ...
      """

  @rfc1870-6.3-truthful-size-holds @service:lmtp @service:submission
  Scenario: A message as long as declared is taken
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Not longer than said.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=5000
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives the message

  @rfc1870-6.3-longer-than-declared-taken @service:lmtp @service:submission
  Scenario: A message longer than declared, and within the limit, is taken
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Longer than ten octets by far.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=10
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
