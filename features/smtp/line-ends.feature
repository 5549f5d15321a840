@smtp
Feature: Only CR LF ends a line
  A message to one account carries, behind something that looks like the end of data, the commands of a transaction for another.

  @rfc5321-2.3.8-bare-lf-ends-no-command @service:lmtp @service:submission
  Scenario: A line feed alone does not end a command
    Given an SMTP client that can send mail
    When it says
      """
      C| MAIL FROM:<{sender}>\nRSET\r\n
      S: (4xx|5xx)
      """

  @rfc5321-2.3.8-bare-lf-ends-no-command @service:lmtp @service:submission
  Scenario: A line feed alone does not end a command when the client pauses behind it
    Given an SMTP client that can send mail
    When it says
      """
      C| MAIL FROM:<{sender}>\n
      """
    And a fence message reaches "{recipient}"
    Then it says
      """
      C| RSET\r\n
      S: (4xx|5xx)
      """

  @rfc5321-2.3.8-bare-cr-ends-no-command @service:lmtp @service:submission
  Scenario: A carriage return alone does not end a command
    Given an SMTP client that can send mail
    When it says
      """
      C| MAIL FROM:<{sender}>\rRSET\r\n
      S: (4xx|5xx)
      """

  @accounts:2 @service:lmtp @service:submission @framing
  Scenario Outline: <what> does not end the data
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
      C: DATA
      S: 354
      C| From: {sender}\r\nSubject: carrier {token}\r\n\r\ntext<end>MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient2}>\r\nDATA\r\nSubject: smuggled {token}\r\n\r\nnot for you\r\n.\r\n
      S: (2xx|4xx|5xx)
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "smuggled {token}"

    @rfc5321-4.1.1.4-lf-dot-lf-does-not-end-data
    Examples:
      | what                                 | end       |
      | A period between two line feeds      | \\n.\\n   |
      | Two periods between two line feeds   | \\n..\\n  |

    @rfc5321-4.1.1.4-lf-ends-no-line-of-data
    Examples:
      | what                                     | end         |
      | A period between a line feed and CR LF   | \\n.\\r\\n  |
      | A period between CR LF and a line feed   | \\r\\n.\\n  |
      | Two periods between LF and CR LF         | \\n..\\r\\n |

    @rfc5321-4.1.1.4-cr-dot-cr-does-not-end-data
    Examples:
      | what                                           | end         |
      | A period between two carriage returns          | \\r.\\r     |
      | A period between a carriage return and CR LF   | \\r.\\r\\n  |
      | A period between CR and LF                     | \\r.\\n     |
      | A period between LF and CR                     | \\n.\\r     |
      | A period between CR LF and a carriage return   | \\r\\n.\\r  |

    @rfc5321-4.1.1.4-only-a-period-alone-ends-data
    Examples:
      | what                             | end                  |
      | A period behind a NUL            | \\r\\n\\0.\\r\\n     |
      | A period before a NUL            | \\r\\n.\\0\\r\\n     |
      | A period before a blank          | \\r\\n.\\x20\\r\\n   |
      | A period before a tab            | \\r\\n.\\t\\r\\n      |
      | A period before CR CR LF         | \\r\\n.\\r\\r\\n      |
      | A period that was doubled        | \\r\\n..\\r\\n        |

  @service:lmtp @service:submission
  Scenario Outline: <what> does not end the data when the client pauses behind it
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C| From: {sender}\r\nSubject: {token}\r\n\r\ntext<end>
      """
    And the scenario ends here if the server closes
    And it says
      """
      C| more text\r\n.\r\n
      S: <said:code> ...
      """
    And it is enough if "{said}" matches "421"
    And the scenario ends here if the server closes
    Then it says
      """
      C: NOOP
      S: 250
      """

    @rfc5321-4.1.1.4-lf-dot-lf-does-not-end-data
    Examples:
      | what                                 | end       |
      | A period between two line feeds      | \\n.\\n   |

    @rfc5321-4.1.1.4-lf-ends-no-line-of-data
    Examples:
      | what                                     | end         |
      | A period between a line feed and CR LF   | \\n.\\r\\n  |
      | A period between CR LF and a line feed   | \\r\\n.\\n  |

    @rfc5321-4.1.1.4-cr-dot-cr-does-not-end-data
    Examples:
      | what                                           | end         |
      | A period between two carriage returns          | \\r.\\r     |
      | A period between CR LF and a carriage return   | \\r\\n.\\r  |

    @rfc5321-4.1.1.4-only-a-period-alone-ends-data
    Examples:
      | what                             | end                  |
      | A period behind a NUL            | \\r\\n\\0.\\r\\n     |
      | A period before a blank          | \\r\\n.\\x20\\r\\n   |
      | A period before CR CR LF         | \\r\\n.\\r\\r\\n      |
      | A period that was doubled        | \\r\\n..\\r\\n        |
